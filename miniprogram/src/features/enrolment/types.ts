/** From the poster to membership, as the server tells it. */
export interface Scene {
  scene: string
  community: { name: string, kind: string }
  /** Printed on the poster: the applicant compares. */
  serial: string
  message: string
}

export interface ConsentText { purpose: string, version: string, title: string, text: string, required: boolean }

export interface Form {
  name: string
  id_number: string
  phone: string
  building: string
  room: string
  relation: string
}

export interface ApplicationStep { verb: string, by: string, at: string, reason: string | null, to_name: string }

export interface Application {
  id: string
  community: { id: string, name: string }
  estate: string
  state: string
  state_name: string
  relation_name: string
  building: string
  room: string
  /** Masked, as 李**. */
  name: string
  phone: string
  reason: string | null
  created_at: string
  steps: ApplicationStep[]
  verbs: string[]
  version: number
}
