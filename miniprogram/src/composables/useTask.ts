/** One async action on screen: one at a time, with its failure in plain words. */
import { reactive, ref } from 'vue'
import { ApiError } from '@/api/http'

export function useTask<Args extends unknown[]>(action: (...args: Args) => Promise<void>) {
  const busy = ref(false)
  const failure = ref('')
  /** The failure's code, for the rare page that must act on it. */
  const code = ref('')

  /** Answers whether it went well; a second call while busy is dropped. */
  async function run(...args: Args): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = code.value = ''
    try {
      await action(...args)
      return true
    }
    catch (error) {
      if (!(error instanceof ApiError)) throw error
      failure.value = error.message
      code.value = error.code
      return false
    }
    finally {
      busy.value = false
    }
  }

  return reactive({ busy, failure, code, run })
}
