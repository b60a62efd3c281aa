/** The form of enrolment, first or corrected: what is typed, what was agreed to, what the server says of a field. */
import { computed, reactive, ref } from 'vue'
import { ApiError, request } from '@/api/http'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { apply, applicationPath, readApplication, readConsents } from '../api'
import type { Application, ConsentText, Form } from '../types'
import { RELATIONS } from '../words'

type Field = keyof Form

/** The server names the wrong field in the code of its refusal; being too young is about the number. */
const FIELDS: Record<string, Field> = {
  name: 'name', id_number: 'id_number', under_14: 'id_number', phone: 'phone', building: 'building', room: 'room',
}

export interface Beginning { scene: string, applicationId: string }
interface Given { consents: ConsentText[], returned?: Application }

export function useEnrolmentForm(from: () => Beginning) {
  const form = reactive<Form>({ name: '', id_number: '', phone: '', building: '', room: '', relation: 'owner' })
  const agreed = ref<string[]>([])
  const errors = ref<Partial<Record<Field, string>>>({})
  const sent = ref('')
  const correcting = computed(() => from().applicationId !== '')

  /** Once only, and before there is a field to type into: what was typed must not be wiped. */
  async function begin(): Promise<Given> {
    if (begun.subject.value) return begun.subject.value
    if (!correcting.value) return { consents: await readConsents() }
    const returned = await readApplication(from().applicationId)
    form.building = returned.building
    form.room = returned.room
    form.relation = RELATIONS.find(one => one.name === returned.relation_name)?.key ?? form.relation
    return { consents: [], returned }
  }

  const begun = useSubject<Given>(begin, true)
  const { state, failure, open } = begun
  const consents = computed(() => begun.subject.value?.consents ?? [])
  const returned = computed(() => begun.subject.value?.returned)

  const filled = computed(() => Object.values(form).every(value => value.trim() !== ''))
  const missing = computed(() => consents.value.filter(text => text.required && !agreed.value.includes(text.purpose)))
  const ready = computed(() => filled.value && !missing.value.length)

  function agree(purpose: string, yes: boolean): void {
    agreed.value = yes ? [...agreed.value, purpose] : agreed.value.filter(one => one !== purpose)
  }

  const hand = (): Promise<Application> => correcting.value
    ? request('POST', `${applicationPath(from().applicationId)}/steps`, { body: { verb: 'resubmit', form: { ...form } } })
    : apply({
        ...form, scene: from().scene,
        consents: consents.value.filter(text => agreed.value.includes(text.purpose)).map(({ purpose, version }) => ({ purpose, version })),
      })

  const sending = useTask(async () => {
    errors.value = {}
    try {
      sent.value = (await hand()).id
    }
    catch (error) {
      const field = error instanceof ApiError ? FIELDS[error.code] : undefined
      if (field) errors.value = { [field]: (error as ApiError).message }
      throw error
    }
  })
  /** Said above the button only when no field says it already. */
  const refusal = computed(() => Object.keys(errors.value).length ? '' : sending.failure)

  return { form, consents, agreed, agree, returned, errors, sent, correcting, state, failure, open, ready, missing, sending, refusal }
}
