/** Importing the district's register: a workbook is checked first, and taken over only when every line is right. */
import { computed, ref, shallowRef } from 'vue'
import { ApiError } from '@/api/http'
import { chooseFile, type LocalFile, saveFile } from '@/composables/useFile'
import { useTask } from '@/composables/useTask'
import { readTemplate, sendRegister } from '../api'
import type { RegisterError, RegisterResult } from '../types'
import { COUNTS } from '../words'

export function useRegister() {
  const file = shallowRef<LocalFile>()
  const checked = shallowRef<RegisterResult>()
  const applied = shallowRef<RegisterResult>()
  const errors = ref<RegisterError[]>([])

  async function send(dryRun: boolean): Promise<RegisterResult> {
    errors.value = []
    try {
      return await sendRegister(file.value!.path, dryRun)
    }
    catch (error) {
      if (error instanceof ApiError && error.code === 'register_refused')
        errors.value = (error.details as { errors: RegisterError[] }).errors
      throw error
    }
  }

  /** Chooses a workbook and has it checked: nothing is stored yet. */
  const checking = useTask(async () => {
    const chosen = await chooseFile('.xlsx')
    if (!chosen) return
    file.value = chosen
    checked.value = applied.value = undefined
    checked.value = await send(true)
  })

  const applying = useTask(async () => {
    applied.value = await send(false)
    checked.value = undefined
  })

  const templating = useTask(async () => saveFile('名册模板.xlsx', await readTemplate()))

  const said = (result: RegisterResult | undefined) => COUNTS
    .map(one => ({ ...one, count: result?.counts[one.key] ?? 0 }))
    .filter(one => one.count > 0)
  const counts = computed(() => said(applied.value ?? checked.value))
  const failure = computed(() => checking.failure || applying.failure || templating.failure)

  return { file, checked, applied, errors, checking, applying, templating, counts, failure }
}
