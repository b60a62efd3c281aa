/** Taking a step on something that has a state: the server decides, a stale screen is read again. */
import { computed } from 'vue'
import { ApiError, request } from '@/api/http'
import { useTask } from './useTask'

export interface Step { verb: string, [field: string]: unknown }

export interface Steppable<T> {
  /** Where the thing lives, behind `/api/v1`, without `/steps`. */
  path: () => string
  /** Takes the thing as the server answers it after the step. */
  changed: (subject: T) => void
  /** Reads it again, after somebody else was quicker. */
  reload: () => Promise<unknown>
}

export function useSteps<T>(on: Steppable<T>) {
  const task = useTask(async (step: Step) => {
    try {
      on.changed(await request<T>('POST', `${on.path()}/steps`, { body: step }))
    }
    catch (error) {
      if (error instanceof ApiError && error.conflict) await on.reload()
      throw error
    }
  })

  const take = (verb: string, fields: Record<string, unknown> = {}) => task.run({ ...fields, verb })
  return { take, busy: computed(() => task.busy), failure: computed(() => task.failure) }
}
