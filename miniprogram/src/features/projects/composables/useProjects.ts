/** The projects of a community: those under way, those that are done. */
import { ref } from 'vue'
import { useMemberList } from '@/composables/useMemberList'
import { readProjects } from '../api'
import type { ProjectCard } from '../types'

export const FILTERS = [{ key: 'open', name: '在办' }, { key: 'done', name: '已完成' }, { key: 'all', name: '全部' }]

export function useProjects() {
  const showing = ref('open')
  const page = useMemberList<ProjectCard>((base, cursor) => readProjects(base, showing.value, cursor), () => `projects ${showing.value}`)

  async function pick(next: string): Promise<void> {
    if (next === showing.value) return
    showing.value = next
    await page.list.restart()
  }

  return { ...page, showing, pick }
}
