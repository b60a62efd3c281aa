/** An act that wants more than a tap: which verb, what it asks for, and what the residents will read. */
import { computed, reactive, ref } from 'vue'
import { serverNow } from '@/api/clock'
import { useSteps } from '@/composables/useSteps'
import { useSubject } from '@/composables/useSubject'
import { chinaDay } from '@/composables/useTime'
import { useSession } from '@/session'
import { readTopic, topicPath } from '../api'
import { usualOptions } from '../ballotTerms'
import type { BallotProposal, BallotTerms, Need, Plan, Summary, Topic, TopicPage, TopicVerb } from '../types'
import { inOrder, isGate } from '../verbs'
import { GATES } from '../words'

export interface Given {
  reason: string
  reason_code: string
  target_id: string
  keeper_id: string
  until: string
  plan: Plan
  summary: Summary
  ballot: BallotTerms
  rule: string
  talked: boolean
  collective: { held_on: string, present: string, body: string }
}

const FIELD: Partial<Record<Need, keyof Given>> = { target: 'target_id', keeper: 'keeper_id' }

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
  keeper_id: '',
  until: '',
  plan: { starts_on: dayAfter(NOTICE_DAYS), ends_on: dayAfter(NOTICE_DAYS + TALK_DAYS), scope: '', parties: '', format: '', materials: '', meetings: [] },
  summary: { agreed: '', disputed: '', minority: '', open: '' },
  ballot: { matter: 'daily', route: 'B', question: '', options: usualOptions(), days: 7, who: null, mode: null, building_id: null },
  rule: '',
  talked: false,
  collective: { held_on: dayAfter(0), present: '', body: '' },
})

/** What came back from a gate is mended, not written again. */
export function begin(given: Given, topic: Topic): void {
  const { plan, ballot_proposal: ballot } = topic
  if (plan) given.plan = { starts_on: plan.starts_on, ends_on: plan.ends_on, scope: plan.scope, parties: plan.parties, format: plan.format, materials: plan.materials, meetings: plan.meetings as Plan['meetings'] }
  if (topic.summary) given.summary = { ...topic.summary }
  if (ballot) given.ballot = termsOf(ballot)
}

const termsOf = (kept: BallotProposal): BallotTerms => ({
  matter: kept.matter as BallotTerms['matter'],
  route: kept.route as BallotTerms['route'],
  question: kept.question,
  options: kept.options.length ? kept.options as BallotTerms['options'] : usualOptions(),
  days: kept.days,
  who: kept.who,
  mode: kept.mode,
  building_id: kept.building_id,
})

/** Route A asks nobody to vote: nothing of a ballot goes with it. */
const asSent = (terms: BallotTerms): Partial<BallotTerms> =>
  terms.route === 'A' ? { matter: terms.matter, route: terms.route, question: terms.question.trim() } : { ...terms, question: terms.question.trim() }
const filled = (value: unknown): boolean => typeof value === 'string' ? value.trim() !== '' : value !== null && value !== undefined

const planned = (plan: Plan) =>
  [plan.starts_on, plan.ends_on, plan.scope, plan.parties, plan.format, ...plan.meetings.flatMap(one => [one.starts_at, one.place])]
const wordsOf = (terms: BallotTerms) => [terms.question, ...terms.route === 'A' ? [] : terms.options.map(option => option.label)]

/** Presence only: how much is enough is the server's to judge. */
function complete(need: Need, given: Given): boolean {
  if (need === 'plan') return planned(given.plan).every(filled)
  if (need === 'summary') return Object.values(given.summary).every(filled)
  if (need === 'ballot') return wordsOf(given.ballot).every(filled) && (given.ballot.route !== 'H' || filled(given.ballot.building_id))
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
  const talkedOver = computed(() => Boolean(verb.value?.grounds) && given.talked)
  const ready = computed(() => verb.value !== undefined && verb.value.needs.every(need => complete(need, given))
    && (!talkedOver.value || Object.values(given.collective).every(filled)))
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
    given.keeper_id = ''
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
      rule: verb.value?.grounds ? given.rule.trim() : '',
      collective: talkedOver.value,
      decided_at: new Date().toISOString(),
    }
  })

  function fields(): Record<string, unknown> {
    const wanted: Record<string, unknown> = { version: topic.value?.version }
    for (const need of verb.value?.needs ?? []) {
      const field = FIELD[need] ?? need as keyof Given
      wanted[field] = field === 'ballot' ? asSent(given.ballot) : typeof given[field] === 'string' ? given[field].trim() : given[field]
    }
    if (verb.value!.grounds && given.rule.trim()) wanted.rule = given.rule.trim()
    if (talkedOver.value) wanted.collective = { ...given.collective, present: Number(given.collective.present), body: given.collective.body.trim() }
    if (isGate(verb.value!) && given.reason.trim()) wanted.reason = given.reason.trim()
    return wanted
  }

  /** Answers whether the server has recorded it. */
  const send = async (): Promise<boolean> => verb.value ? steps.take(verb.value.verb, fields()) : false

  return { ...read, topic, verbs, verb, picked, pick, given, needs, ready, gateName, preview, steps, send }
}
