/** An act that wants more than a tap: which verb, what it asks for, and what the residents will read. */
import { computed, reactive, ref } from 'vue'
import { serverNow } from '@/api/clock'
import { useSteps } from '@/composables/useSteps'
import { useSubject } from '@/composables/useSubject'
import { chinaDay } from '@/composables/useTime'
import { useSession } from '@/session'
import { readTopic, topicPath } from '../api'
import { usualOptions } from '../ballotTerms'
import type { BallotTerms, Need, Plan, Share, Summary, Topic, TopicPage, TopicVerb } from '../types'
import { inOrder, isGate } from '../verbs'
import { GATES } from '../words'

export interface Given {
  reason: string
  reason_code: string
  target_id: string
  plan: Plan
  summary: Summary
  ballot: BallotTerms
}

const FIELD: Partial<Record<Need, keyof Given>> = { target: 'target_id' }

/** Two days' notice before a discussion and a fortnight for it are usual. */
const NOTICE_DAYS = 3
const TALK_DAYS = 10
const DAY_MS = 86_400_000

export function dayAfter(days: number, from = serverNow()): string {
  return chinaDay(from + days * DAY_MS)
}

export const blankGiven = (): Given => ({
  reason: '',
  reason_code: '',
  target_id: '',
  plan: { starts_on: dayAfter(NOTICE_DAYS), ends_on: dayAfter(NOTICE_DAYS + TALK_DAYS), scope: '', parties: '', format: '', materials: '' },
  summary: { agreed: '', disputed: '', minority: '', open: '' },
  ballot: { question: '', options: usualOptions(), days: 7, who: 'adults', quorum: { num: 1, den: 2 }, pass: { num: 1, den: 2 } },
})

/** What came back from a gate is mended, not written again. */
export function begin(given: Given, topic: Topic): void {
  const { plan, ballot_proposal: ballot } = topic
  if (plan) given.plan = { starts_on: plan.starts_on, ends_on: plan.ends_on, scope: plan.scope, parties: plan.parties, format: plan.format, materials: plan.materials }
  if (ballot) given.ballot = { question: ballot.question, options: ballot.options, days: ballot.days, who: ballot.who, quorum: share(ballot.quorum), pass: share(ballot.pass) }
}

const share = ({ num, den }: Share): Share => ({ num, den })
const filled = (value: unknown): boolean => typeof value === 'string' ? value.trim() !== '' : value !== null && value !== undefined

/** Presence only: how much is enough is the server's to judge. */
function complete(need: Need, given: Given): boolean {
  if (need === 'plan') return [given.plan.starts_on, given.plan.ends_on, given.plan.scope, given.plan.parties, given.plan.format].every(filled)
  if (need === 'summary') return Object.values(given.summary).every(filled)
  if (need === 'ballot') return filled(given.ballot.question) && given.ballot.options.every(option => filled(option.label))
  const field = FIELD[need] ?? need
  return filled(given[field as keyof Given])
}

export function useAct(id: () => string, only: () => string = () => '') {
  const session = useSession()
  const given = reactive(blankGiven())
  const read = useSubject(async () => {
    const page = await readTopic(session.base, id())
    if (!read.subject.value) begin(given, page.topic)
    return page
  })
  const picked = ref('')

  const topic = computed(() => read.subject.value?.topic)
  const offered = computed(() => read.subject.value?.mine.verbs ?? [])
  const verbs = computed(() => only() ? offered.value.filter(verb => verb.verb === only()) : inOrder(offered.value))
  const verb = computed<TopicVerb | undefined>(() => verbs.value.find(one => one.verb === (only() || picked.value)))
  const needs = (need: Need) => verb.value?.needs.includes(need) ?? false
  const ready = computed(() => verb.value !== undefined && verb.value.needs.every(need => complete(need, given)))
  const gateName = computed(() => GATES[topic.value?.state ?? ''] ?? (verbs.value.length ? '协商秩序' : '把关'))

  const steps = useSteps<TopicPage>({
    path: () => topicPath(session.base, id()),
    changed: page => (read.subject.value = page),
    reload: read.refresh,
  })

  function pick(name: string): void {
    picked.value = name
    given.reason_code = ''
    given.target_id = ''
  }

  /** The note as it will hang on the board, before it does. */
  const preview = computed(() => {
    const duty = session.place?.duties.find(one => ['secretary', 'deputy'].includes(one.role)) ?? session.place?.duties[0]
    return {
      gate_name: gateName.value,
      action_name: verb.value?.name ?? '',
      reason_name: verb.value?.codes.find(code => code.code === given.reason_code)?.name ?? null,
      reason: given.reason.trim(),
      acting_org: duty?.organisation ?? '',
      acting_role: duty?.role_name ?? '',
      by: session.me?.person.name ?? '',
      decided_at: new Date().toISOString(),
    }
  })

  function fields(): Record<string, unknown> {
    const wanted: Record<string, unknown> = { version: topic.value?.version }
    for (const need of verb.value?.needs ?? []) {
      const field = FIELD[need] ?? need as keyof Given
      wanted[field] = typeof given[field] === 'string' ? given[field].trim() : given[field]
    }
    if (isGate(verb.value!) && given.reason.trim()) wanted.reason = given.reason.trim()
    return wanted
  }

  /** Answers whether the server has recorded it. */
  const send = async (): Promise<boolean> => verb.value ? steps.take(verb.value.verb, fields()) : false

  return { ...read, topic, verbs, verb, picked, pick, given, needs, ready, gateName, preview, steps, send }
}
