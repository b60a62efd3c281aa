/** What is said under a post: the first page comes with the post, later ones by cursor; writing and taking back. */
import { computed, ref, shallowRef } from 'vue'
import { ApiError } from '@/api/http'
import { useActs } from '@/composables/useActs'
import { usePhotos } from '@/composables/usePhotos'
import { useTalk } from '@/composables/useTalk'
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
  const text = ref('')
  const replyTo = shallowRef<Comment>()
  const chosen = shallowRef<Comment>()
  const photos = usePhotos(() => `${session.base}/uploads`, MOST_PHOTOS)

  const { comments, next, growing, keep, drop, fold } = useTalk<Comment>({
    first: () => under.page()?.comments,
    pending: () => under.page()?.mine.pending_comments ?? [],
    more: after => readComments(session.base, under.postId(), after),
  })

  const sending = useTask(async () => {
    const draft = { body: text.value.trim(), photos: photos.ids, reply_to: replyTo.value?.id ?? null }
    const comment = await writeComment(session.base, under.postId(), draft)
    under.took(comment)
    keep(comment)
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
    drop(comment)
    fold()
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
