/** What is said under a post: the first page comes with the post, later ones by cursor; writing and taking back. */
import { computed, ref, shallowRef, watch } from 'vue'
import { ApiError } from '@/api/http'
import { useActs } from '@/composables/useActs'
import { usePhotos } from '@/composables/usePhotos'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { commentSteps, readComments, writeComment } from '../api'
import type { Comment, PostPage } from '../types'
import { COMMENT_ACTS } from '../words'

const MOST_PHOTOS = 3

export interface Under {
  postId: () => string
  page: () => PostPage | undefined
  /** Reads the whole post again, after a step has changed more than one comment. */
  reload: () => Promise<unknown>
  took: (comment: Comment) => void
}

export function useComments(under: Under) {
  const session = useSession()
  const later = shallowRef<Comment[]>([])
  const next = ref<string | null>(null)
  const text = ref('')
  const replyTo = shallowRef<Comment>()
  const chosen = shallowRef<Comment>()
  const photos = usePhotos(() => `${session.base}/uploads`, MOST_PHOTOS)

  const first = computed(() => under.page()?.comments.items ?? [])
  /** Public ones in order, then what the reader wrote and nobody else sees yet. */
  const comments = computed(() => [...first.value, ...later.value, ...under.page()?.mine.pending_comments ?? []])

  watch(() => under.page()?.comments, (page) => {
    later.value = []
    next.value = page?.next ?? null
  }, { immediate: true })

  const growing = useTask(async () => {
    if (!next.value) return
    const page = await readComments(session.base, under.postId(), next.value)
    later.value = [...later.value, ...page.items]
    next.value = page.next
  })

  const sending = useTask(async () => {
    const draft = { body: text.value.trim(), photos: photos.ids, reply_to: replyTo.value?.id ?? null }
    under.took(await writeComment(session.base, under.postId(), draft))
    text.value = ''
    replyTo.value = undefined
    photos.photos = []
  })
  const ready = computed(() => text.value.trim() !== '' && !photos.pending && !sending.busy)

  const stepping = useTask(async (comment: string, body: Record<string, unknown>) => {
    try {
      await commentSteps(session.base, comment, body)
    }
    catch (error) {
      if (!(error instanceof ApiError && error.conflict)) throw error
    }
    await under.reload()
  })
  const verbsOf = (comment: Comment): string[] => under.page()?.mine.comment_verbs[comment.id] ?? []
  const acts = useActs(COMMENT_ACTS, () => chosen.value ? verbsOf(chosen.value) : [], async (verb, fields) => {
    const comment = chosen.value
    if (!comment || !await stepping.run(comment.id, { ...fields, verb })) return false
    chosen.value = undefined
    return true
  })

  return { comments, next, growing, text, replyTo, photos, sending, ready, chosen, acts, stepping }
}
