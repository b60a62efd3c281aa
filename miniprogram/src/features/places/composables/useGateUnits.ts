/** Whose party organisation holds the gates of each estate's topics, and the step that changes it. */
import { shallowRef } from 'vue'
import { useActs } from '@/composables/useActs'
import { useSteps } from '@/composables/useSteps'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { gatesPath, readGateUnits } from '../api'
import type { GateUnit } from '../types'
import { GATE_ACTS } from '../words'

export function useGateUnits() {
  const session = useSession()
  const units = shallowRef<GateUnit[]>([])
  const chosen = shallowRef<GateUnit>()

  const reading = useTask(async () => {
    units.value = await readGateUnits(session.base)
  })
  const steps = useSteps<GateUnit>({
    path: () => gatesPath(session.base, chosen.value?.estate_id ?? ''),
    changed: one => (units.value = units.value.map(old => old.estate_id === one.estate_id ? one : old)),
    reload: reading.run,
  })
  const words = () => GATE_ACTS(chosen.value?.estate ?? '')
  const acts = useActs(words, () => chosen.value?.verbs ?? [], steps.take)

  function press(unit: GateUnit): Promise<void> {
    chosen.value = unit
    return acts.press(unit.verbs[0] ?? '')
  }

  return { units, reading, acts, press, busy: steps.busy, failure: steps.failure }
}
