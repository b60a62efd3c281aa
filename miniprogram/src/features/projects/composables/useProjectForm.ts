/** The paper that makes a decision a project: who, what, money, days. */
import { computed, reactive, ref } from 'vue'
import { serverNow } from '@/api/clock'
import { ApiError } from '@/api/http'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { chinaDay } from '@/composables/useTime'
import { useSession } from '@/session'
import { formProject, readTitle } from '../api'
import type { ProjectPaper } from '../types'
import { centsOf } from '../words'

const LEAST = 2
export const MOST = 12
const DAY_MS = 86_400_000
const ahead = (days: number) => chinaDay(serverNow() + days * DAY_MS)

export function useProjectForm(topicId: () => string, formed: (projectId: string) => void) {
  const session = useSession()
  const page = useSubject<string>(() => readTitle(session.base, topicId()))
  const form = reactive({
    name: '', summary: '', owner_kind: 'committee' as ProjectPaper['owner_kind'], owner_name: '', department: '',
    budget: '', source: 'earmarked' as ProjectPaper['source'], due_on: ahead(30),
    milestones: [{ title: '', due_on: ahead(10) }, { title: '', due_on: ahead(30) }],
  })
  const today = ahead(0)
  const cents = computed(() => form.source === 'none' ? 0 : centsOf(form.budget))

  function add(): void {
    if (form.milestones.length < MOST) form.milestones.push({ title: '', due_on: form.milestones[form.milestones.length - 1]?.due_on ?? form.due_on })
  }
  const removable = computed(() => form.milestones.length > LEAST)
  const remove = (index: number) => void (removable.value && form.milestones.splice(index, 1))

  /** Said beside the milestone that does not fit, before the server has to. */
  const wrong = (index: number): string => {
    const day = form.milestones[index]!.due_on
    if (day > form.due_on) return '晚于全部完成的日期'
    return index > 0 && day < form.milestones[index - 1]!.due_on ? '早于前一个节点' : ''
  }
  const ready = computed(() => form.name.trim().length >= 4 && form.summary.trim().length >= 10 && form.owner_name.trim().length >= 2 && form.department.trim().length >= 2
    && cents.value !== undefined && (form.source === 'none' || cents.value > 0)
    && form.milestones.every((one, index) => one.title.trim().length >= 2 && !wrong(index)))

  /** The project of whoever was quicker. */
  const other = ref('')
  const sending = useTask(async () => {
    const { name, summary, owner_kind, owner_name, department, source, due_on, milestones } = form
    const paper = { name, summary, owner_kind, owner_name, department, source, due_on, milestones, budget_cents: cents.value! }
    try {
      formed((await formProject(session.base, topicId(), paper)).project.id)
    }
    catch (error) {
      if (error instanceof ApiError && error.code === 'already_formed')
        other.value = (error.details as { project: { id: string } }).project.id
      throw error
    }
  })

  return { ...page, title: page.subject, form, today, add, removable, remove, wrong, ready, other, sending }
}
