/** A closed poll: what came out, against what was needed, and whether one's own ballots are in the box. */
import { computed, ref } from 'vue'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { confirmCount, readResult } from '../api'
import { receiptOf } from '../tokens'
import type { PollResult } from '../types'

export interface Found { home_id: string, label: string, option: string, receipt: string, place: number }

/** Looks the reader's receipts up in the published box; `place` counts from 1, 0 is not found. */
export function findOwn(result: PollResult): Found[] {
  return result.mine.map(own => ({
    home_id: own.home_id,
    label: own.label,
    option: result.options.find(option => option.id === own.option_id)?.label ?? '',
    receipt: own.receipt,
    place: result.receipts.indexOf(own.receipt) + 1,
  }))
}

/** Where a secret ballot lies in the published box, by its token as it was written down; null while none is typed. */
export function findSecret(result: PollResult, typed: string): { place: number, option: string } | null {
  const token = typed.replace(/[^0-9a-f]/gi, '').toLowerCase()
  if (!token) return null
  const receipt = receiptOf(result.poll.id, token)
  const optionId = result.ballots.find(ballot => ballot.receipt === receipt)?.option_id
  return {
    place: result.receipts.indexOf(receipt) + 1,
    option: result.options.find(option => option.id === optionId)?.label ?? '',
  }
}

export function useResult(id: () => string) {
  const session = useSession()
  const read = useSubject(() => readResult(session.base, id()))
  const result = read.subject
  const found = computed(() => result.value ? findOwn(result.value) : [])
  const note = ref('')
  const confirming = useTask(async () => {
    await confirmCount(session.base, id(), note.value.trim())
    await read.refresh()
  })
  /** What an option had to reach: only what speaks for something is measured. */
  const threshold = (weight: string) => weight === 'for' && result.value?.quorum_reached ? result.value.poll.pass.needed ?? 0 : 0
  return { ...read, result, found, threshold, note, confirming }
}
