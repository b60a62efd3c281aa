/** What is kept around a topic's gates, and what the reader is to sign second. Decorates the page: it is whole without. */
import { computed, shallowRef } from 'vue'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { type GateRecord, type Unsigned, readRecord, readUnsigned } from '../gates'

export function useGateRecord(id: () => string) {
  const session = useSession()
  const record = shallowRef<GateRecord>()
  const unsigned = shallowRef<Unsigned>()

  const reading = useTask(async () => {
    if (session.can('topic:countersign')) {
      unsigned.value = (await readUnsigned(session.base)).items.find(one => one.topic_id === id())
    }
    // A member of the committee reads the refusal he is to sign before the topic is open to him.
    record.value = await readRecord(session.base, id()).catch(() => undefined)
  })

  const waiting = computed(() => unsigned.value ?? record.value?.countersigns.find(one => one.state === 'open'))
  return { record, unsigned, waiting, reading }
}
