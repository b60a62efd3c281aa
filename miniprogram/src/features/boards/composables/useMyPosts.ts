/** What the reader wrote on one board, newest first, in whatever state. */
import { computed, ref, watch } from 'vue'
import { useMemberList } from '@/composables/useMemberList'
import { readOwnPosts } from '../api'
import type { PostCard } from '../types'

const BOARDS = [{ key: 'nearby', name: '身边事' }, { key: 'notice', name: '社区公告' }]

export function useMyPosts() {
  const board = ref('nearby')
  const own = useMemberList<PostCard>((base, cursor) => readOwnPosts(base, board.value, cursor), () => `own posts ${board.value}`)
  /** There is something to choose only for who publishes notices too. */
  const boards = computed(() => own.session.can('notice:publish') ? BOARDS : [])

  watch(board, () => void own.list.restart())
  return { ...own, board, boards }
}
