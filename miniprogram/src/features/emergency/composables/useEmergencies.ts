/** All emergencies and drills there were here. */
import { ref } from 'vue'
import { useMemberList } from '@/composables/useMemberList'
import { type Emergency, readEmergencies } from '../api'

export function useEmergencies() {
  const mayBegin = ref(false)
  const page = useMemberList<Emergency>(async (base, cursor) => {
    const read = await readEmergencies(base, cursor)
    mayBegin.value = read.may_begin
    return read
  }, () => 'emergencies')
  return { ...page, mayBegin }
}
