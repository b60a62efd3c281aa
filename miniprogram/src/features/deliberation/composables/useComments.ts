/** The discussion under a topic: pages of comments in threads, the reader's own words, and what a moderator may do. */
import { computed, ref, shallowRef } from 'vue'
import type { Ref } from 'vue'
import { ApiError } from '@/api/http'
import { useActs } from '@/composables/useActs'
import { useTalk } from '@/composables/useTalk'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { readComments, sendComment, stepComment } from '../api'
import type { CommentVerbs, TopicComment, TopicPage } from '../types'
import { TALK_ACTS } from '../words'

export interface Thread { root: TopicComment, replies: TopicComment[] }

/** Replies stand under the comment that began the thread, however deep they were written. */
export function threadsOf(comments: TopicComment[]): Thread[] {
  const byId = new Map(comments.map(one => [one.id, one]))
  const rootOf = (one: TopicComment): TopicComment => {
    const above = one.reply_to ? byId.get(one.reply_to) : undefined
    return above ? rootOf(above) : one
  }
  const threads = new Map<string, Thread>()
  for (const one of comments) {
    const root = rootOf(one)
    const thread = threads.get(root.id) ?? { root, replies: [] }
    if (one !== root) thread.replies.push(one)
    threads.set(root.id, thread)
  }
  return [...threads.values()]
}

/** The page with one more of the reader's own words, which nobody else sees yet. */
export const withPending = (page: TopicPage, comment: TopicComment): TopicPage =>
  ({ ...page, mine: { ...page.mine, pending_comments: [...page.mine.pending_comments, comment] } })

const byTime = (one: TopicComment, other: TopicComment) => one.created_at.localeCompare(other.created_at)

/** `reload` reads the whole page again, after a step has changed what stands on it. */
export function useComments(id: () => string, page: Ref<TopicPage | undefined>, reload: () => Promise<unknown>) {
  const session = useSession()
  const text = ref('')
  const answering = shallowRef<TopicComment>()

  const chosen = shallowRef<TopicComment>()
  const later = shallowRef<CommentVerbs['comment_verbs']>({})
  /** Comment id → verbs, as the server offers them with each page. */
  const offered = computed(() => ({ ...later.value, ...page.value?.mine.comment_verbs }))

  async function more(after: string) {
    const read = await readComments(session.base, id(), after)
    later.value = { ...later.value, ...read.mine?.comment_verbs }
    return read
  }

  const { comments, next, growing, keep, drop, fold } = useTalk<TopicComment>({
    first: () => page.value?.comments,
    pending: () => [...page.value?.mine.pending_comments ?? []].sort(byTime),
    more,
  })
  const threads = computed(() => threadsOf(comments.value))

  const sending = useTask(async () => {
    const body = text.value.trim()
    if (!body) return
    const sent = await sendComment(session.base, id(), body, answering.value?.id ?? null)
    if (page.value) page.value = withPending(page.value, sent)
    keep(sent)
    text.value = ''
    answering.value = undefined
  })

  const stepping = useTask(async (comment: string, body: Record<string, unknown>) => {
    try {
      await stepComment(session.base, comment, body)
    }
    catch (error) {
      // A colleague was quicker: the page, read again, shows what he did.
      if (!(error instanceof ApiError && error.conflict)) throw error
    }
    drop(comment)
    fold()
    await reload()
  })
  const acts = useActs(TALK_ACTS, () => offered.value[chosen.value?.id ?? ''] ?? [], async (verb, fields) =>
    chosen.value !== undefined && stepping.run(chosen.value.id, { ...fields, verb }))

  function press(comment: TopicComment, verb: string): void {
    chosen.value = comment
    void acts.press(verb)
  }

  return { threads, comments, next, text, answering, growing, sending, offered, acts, stepping, press }
}
