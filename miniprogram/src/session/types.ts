/** Who is signed in and where he belongs, as `GET /me` tells. */
export interface Estate { id: string, name: string }

export interface Place {
  community_id: string
  community_name: string
  estates: Estate[]
  /** The duty or kind of membership shown beside the name, such as 「业主」. */
  role_label: string
  /** Holds a duty here, so the app shows 待办. */
  is_staff: boolean
}

export interface Me {
  id: string
  display_name: string
  places: Place[]
}

/** A demo person of the sandbox, as `GET /sandbox/people` lists them. */
export interface DemoPerson {
  code: string
  name: string
  role_label: string
  description: string
  community_name: string
}
