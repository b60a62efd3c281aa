/** The inbox on screen: a line opens what it is about, and counts as read from then on. */
import { ref } from 'vue'
import { openLink } from '@/composables/openLink'
import { useMemberList } from '@/composables/useMemberList'
import { useTask } from '@/composables/useTask'
import { markRead, readNotices } from '../api'
import type { Notice } from '../types'

export function useNotices() {
  const unread = ref(0)
  const { session, list, state, failure, open } = useMemberList<Notice>(async (base, cursor) => {
    const page = await readNotices(base, cursor)
    unread.value = page.unread
    return page
  }, () => 'notices')

  const show = (isRead: (notice: Notice) => boolean) =>
    (list.items = list.items.map(notice => isRead(notice) ? { ...notice, read: true } : notice))

  const marking = useTask(async () => {
    unread.value = (await markRead(session.base)).unread
    show(() => true)
  })
  const markingOne = useTask(async (id: string) => {
    unread.value = (await markRead(session.base, [id])).unread
    show(notice => notice.id === id)
  })

  /** Opens at once; whether the mark arrives does not hold the reader up. */
  function follow(notice: Notice): void {
    if (!notice.read) void markingOne.run(notice.id)
    if (notice.link) openLink(notice.link)
  }

  return { list, unread, state, failure, open, marking, follow }
}
