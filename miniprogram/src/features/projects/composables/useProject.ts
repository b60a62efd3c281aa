/** One project: where it stands, and the steps of who carries it out and of who has something to say. */
import { computed, reactive, ref } from 'vue'
import { ApiError } from '@/api/http'
import { confirm } from '@/composables/useConfirm'
import { usePhotos } from '@/composables/usePhotos'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { projectOf, reachMilestone, readNotes, readProject, stepProject } from '../api'
import type { Milestone, ProjectNote, ProjectPage } from '../types'
import { centsOf, LEAST_EVIDENCE } from '../words'

/** `verb` of the sheet that is open; a milestone's is `done`. */
interface Asking { verb: string, name: string, consequence: string, stone?: Milestone }

const EMPTY = { text: '', spent: '', due_on: '' }

export function useProject(id: () => string, topicId: () => string) {
  const session = useSession()
  const known = ref('')
  const later = ref<ProjectNote[]>([])
  const next = ref<string | null>(null)
  const page = useSubject<ProjectPage>(async () => {
    known.value ||= id() || await projectOf(session.base, topicId())
    if (!known.value) throw new ApiError(404, 'not_found', '这个议题还没有形成项目')
    return took(await readProject(session.base, known.value))
  })
  const project = computed(() => page.subject.value?.project)
  const notes = computed(() => [...page.subject.value?.notes.items ?? [], ...later.value])
  const verbs = computed(() => page.subject.value?.mine.verbs ?? [])

  /** A new answer begins the log anew. */
  function took(answer: ProjectPage): ProjectPage {
    later.value = []
    next.value = answer.notes.next
    return answer
  }

  const more = useTask(async () => {
    const found = await readNotes(session.base, known.value, next.value ?? undefined)
    later.value = [...later.value, ...found.items]
    next.value = found.next
  })

  const asking = ref<Asking>()
  const form = reactive({ ...EMPTY, days: {} as Record<string, string> })
  const photos = usePhotos(() => `${session.base}/uploads`)
  const left = computed(() => project.value?.milestones.filter(one => !one.done_at) ?? [])

  function ask(of: Asking): void {
    Object.assign(form, EMPTY, { due_on: project.value?.due_on ?? '', days: Object.fromEntries(left.value.map(one => [one.id, one.due_on])) })
    photos.photos = []
    sending.failure = ''
    asking.value = of
  }

  const reach = (stone: Milestone) => ask({ verb: 'done', name: '登记完成', consequence: '登记后不能改，居民看得到说明、照片和花费。', stone })

  /** A verb of the foot: asked at once, or with its form. */
  async function press(name: string): Promise<void> {
    const verb = verbs.value.find(one => one.verb === name)
    if (!verb) return
    if (verb.needs.length) ask(verb)
    else if (await confirm({ title: verb.name, consequence: verb.consequence, act: '开始实施' })) await sending.run({ verb: verb.verb })
  }

  const spent = computed(() => form.spent.trim() ? centsOf(form.spent) : 0)
  const moved = computed(() => left.value.filter(one => form.days[one.id] !== one.due_on))
  const missing = computed(() => Math.max(0, (asking.value?.verb === 'note' ? 1 : LEAST_EVIDENCE) - form.text.trim().length))
  const ready = computed(() => {
    if (!asking.value || missing.value || photos.pending) return false
    if (asking.value.verb === 'done') return photos.ids.length > 0 && spent.value !== undefined
    return asking.value.verb !== 'reschedule' || moved.value.length > 0 || form.due_on !== project.value?.due_on
  })

  const sending = useTask(async (step: Record<string, unknown>) => {
    try {
      page.subject.value = took(await (asking.value?.stone
        ? reachMilestone(session.base, known.value, asking.value.stone.id, step)
        : stepProject(session.base, known.value, step)))
      asking.value = undefined
    }
    catch (error) {
      if (error instanceof ApiError && error.conflict) await page.refresh()
      throw error
    }
  })

  /** What the open sheet says, as the server takes it. */
  function written(): Record<string, unknown> {
    const said = { text: form.text.trim(), upload_ids: photos.ids }
    if (asking.value?.verb === 'done') return { ...said, spent_cents: spent.value }
    if (asking.value?.verb !== 'reschedule') return { verb: asking.value?.verb, ...said }
    const milestones = moved.value.map(one => ({ id: one.id, due_on: form.days[one.id] }))
    return { verb: 'reschedule', reason: said.text, due_on: form.due_on, milestones }
  }
  const send = () => sending.run(written())

  return { ...page, project, notes, next, more, verbs, asking, form, photos, left, missing, ready, reach, press, send, sending }
}
