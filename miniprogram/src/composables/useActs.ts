/**
 * The acts on one thing: the server says which verbs are offered now, a feature's table says how each is worded.
 *
 * An act is carried out at once, after a question (`consequence` with `act`), or after a reason was written (`reason`).
 */
import { computed, reactive, ref } from 'vue'
import type { OfferedVerb } from '@/components/AppVerbs.vue'
import { confirm } from './useConfirm'

/** `field`: what the server calls it; `most`: how long it takes it. */
export interface Reason { label: string, hint?: string, placeholder?: string, least: number, most?: number, field?: string }

export interface Act {
  name: string
  tone?: OfferedVerb['tone']
  /** What follows from it; asked before, or shown above the reason. */
  consequence?: string
  /** The button that really does it, four characters at most. */
  act?: string
  reason?: Reason
}

export type Words = Record<string, Act> | (() => Record<string, Act>)
export type Take = (verb: string, fields?: Record<string, unknown>) => Promise<boolean>

/** A verb that the table does not know is not drawn: this version of the app has no words for it. */
export function useActs(words: Words, offered: () => string[], take: Take) {
  const asking = ref('')
  const busy = ref('')
  const said = computed(() => typeof words === 'function' ? words() : words)

  /** In the order of the table, which puts what is wanted most first. */
  const verbs = computed<OfferedVerb[]>(() => Object.keys(said.value)
    .filter(verb => offered().includes(verb))
    .map(verb => ({ verb, name: said.value[verb]!.name, tone: said.value[verb]!.tone })))
  /** The act whose reason is being asked for. */
  const open = computed(() => said.value[asking.value])

  async function carryOut(verb: string, fields?: Record<string, unknown>): Promise<boolean> {
    busy.value = verb
    try {
      return await take(verb, fields)
    }
    finally {
      busy.value = ''
    }
  }

  async function press(verb: string): Promise<void> {
    const word = said.value[verb]
    if (!word || busy.value) return
    if (word.reason) {
      asking.value = verb
      return
    }
    const sure = !word.act || await confirm({ title: word.name, consequence: word.consequence ?? '', act: word.act })
    if (sure) await carryOut(verb)
  }

  /** Sends the act that was asked about; the sheet stays open when the server refuses. */
  async function give(reason: string): Promise<void> {
    const field = open.value?.reason?.field ?? 'reason'
    if (asking.value && await carryOut(asking.value, { [field]: reason })) asking.value = ''
  }

  const close = () => (asking.value = '')
  return reactive({ verbs, open, busy, press, give, close })
}
