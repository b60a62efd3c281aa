/** A page for members: knows who is reading, before anything of the community is asked for. */
import { computed, ref } from 'vue'
import { ApiError } from '@/api/http'
import { brokenBy, type ListState } from './usePage'
import { useSession } from '@/session'
import { requireMember } from '@/session/requireMember'

/** `then` runs each time the page opens for a member of at least one community; with `anybody`, for all who are signed in. */
export function useMember(then: () => Promise<unknown> = () => Promise.resolve(), anybody = false) {
  const session = useSession()
  const failure = ref('')
  const broken = ref<ListState>()

  async function open(): Promise<void> {
    failure.value = ''
    broken.value = undefined
    try {
      if (await requireMember() && (anybody || session.place)) await then()
    }
    catch (error) {
      if (!(error instanceof ApiError)) throw error
      failure.value = error.message
      broken.value = brokenBy(error)
    }
  }

  const state = computed<ListState>(() => {
    if (broken.value) return broken.value
    if (!session.me) return 'loading'
    return anybody || session.place ? 'ready' : 'empty'
  })
  return { session, state, failure, open }
}
