/** Where each verb is carried out. Whether it may be is said by the server alone. */
import type { Need, TopicVerb } from './types'

const DECIDING = new Set([
  'admit', 'return', 'decline', 'merge', 'transfer', 'open_discussion', 'return_plan', 'open_ballot', 'decide', 'return_route',
  'certify', 'open_covenant_vote', 'adopt_covenant', 'drop_covenant', 'return_covenant', 'challenge', 'countersign',
  'refuse_countersign', 'retract_signature', 'recuse',
])
/** What frees a gate and decides nothing: no gate waits for it. */
const FREEING = new Set(['recuse', 'retract_signature'])
const ORDERING = new Set(['pause', 'resume', 'terminate'])
/** What the 街镇 does: it orders, names and answers, and decides no topic. */
const STREET = new Set(['order_review', 'uphold', 'name_keeper', 'dismiss_challenge', 'order_revote'])

/** An act of the party organisation or the 街镇, on the gate page. */
export const isGate = (verb: TopicVerb): boolean => DECIDING.has(verb.verb) || ORDERING.has(verb.verb) || isStreet(verb)

export const isStreet = (verb: TopicVerb): boolean => STREET.has(verb.verb)

/** The topic waits at a gate for the reader, rather than only could be stopped. */
export const awaits = (verb: TopicVerb): boolean => (DECIDING.has(verb.verb) && !FREEING.has(verb.verb)) || isStreet(verb)

/** The acts a gate waits for come first, its own yes on top; what stops a topic comes last. */
export const inOrder = (verbs: TopicVerb[]): TopicVerb[] =>
  [...STREET, ...DECIDING, ...ORDERING].flatMap(name => verbs.filter(verb => verb.verb === name))

/** Steps taken by handing in the paper they are about: the page that writes it. */
const HANDED_IN: Partial<Record<Need, string>> = {
  project: '/features/projects/pages/form',
  project_step: '/features/projects/pages/project',
  covenant: '/features/covenants/pages/draft',
  covenant_step: '/features/covenants/pages/covenant',
}

/** Where the paper is that a verb is about: it is read there, and the step taken there. */
export function paperOf(verb: TopicVerb, topicId: string): string {
  const paper = verb.needs.map(need => HANDED_IN[need]).find(Boolean)
  return paper ? `${paper}?topic=${topicId}` : ''
}

/** The address of the page a verb needs; empty when a confirmation is enough. */
export function pageOf(verb: TopicVerb, topicId: string): string {
  const at = (page: string) => `/features/deliberation/pages/${page}?id=${topicId}`
  if (isGate(verb)) return at('gate')
  const paper = paperOf(verb, topicId)
  if (paper) return paper
  if (verb.needs.includes('text')) return at('propose')
  return verb.needs.length ? `${at('host')}&verb=${verb.verb}` : ''
}
