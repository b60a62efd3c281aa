/** One post on screen: the page of the server, thanks at once, steps of its author and of the clerks. */
import { computed } from 'vue'
import { ApiError } from '@/api/http'
import { useActs } from '@/composables/useActs'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { postSteps, readPost, report, thank } from '../api'
import type { Comment, PostPage, Report } from '../types'
import { POST_ACTS } from '../words'

export function usePost(id: () => string) {
  const session = useSession()
  const page = useSubject<PostPage>(() => readPost(session.base, id()))
  const post = computed(() => page.subject.value?.post)
  const mine = computed(() => page.subject.value?.mine)

  function change(change: (page: PostPage) => PostPage): void {
    if (page.subject.value) page.subject.value = change(page.subject.value)
  }

  const showThanks = (thanks: number, thanked: boolean) => change(one => ({
    ...one, post: { ...one.post, thanks }, mine: { ...one.mine, thanked },
  }))

  /** Shown at once; taken back when the server could not be told. */
  const thanking = useTask(async () => {
    if (!post.value || !mine.value) return
    const before = { thanks: post.value.thanks, thanked: mine.value.thanked }
    const on = !before.thanked
    showThanks(before.thanks + (on ? 1 : -1), on)
    try {
      const answer = await thank(session.base, id(), on)
      showThanks(answer.thanks, answer.thanked)
    }
    catch (error) {
      showThanks(before.thanks, before.thanked)
      throw error
    }
  })

  const stepping = useTask(async (body: Record<string, unknown>) => {
    try {
      page.subject.value = await postSteps(session.base, id(), body)
    }
    catch (error) {
      if (error instanceof ApiError && error.conflict) await page.refresh()
      throw error
    }
  })
  const acts = useActs(POST_ACTS, () => mine.value?.verbs ?? [], (verb, fields) => stepping.run({ ...fields, verb }))

  const reporting = useTask(async (body: Report) => {
    await report(session.base, id(), body)
    if (!body.comment_id) change(one => ({ ...one, mine: { ...one.mine, reported: true } }))
  })

  /** A new comment of the reader: still being checked, so it stands among his own. */
  const took = (comment: Comment) => change(one => ({
    ...one, mine: { ...one.mine, pending_comments: [...one.mine.pending_comments, comment] },
  }))

  return { ...page, post, mine, thanking, stepping, acts, reporting, took }
}
