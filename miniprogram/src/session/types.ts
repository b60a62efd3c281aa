/** Who is signed in and where he belongs, as `GET /me` tells. */
export interface Estate { id: string, name: string }

export interface Membership {
  id: string
  estate: Estate
  building: string
  room: string
  relation: string
  relation_name: string
  home_id: string
}

export interface Duty {
  role: string
  role_name: string
  organisation: string
  estate_id: string | null
  ends_at: string
}

/** One community of the person: what he is there, what he may do, which estates he sees. */
export interface Place {
  id: string
  name: string
  kind: string
  kind_name: string
  region: string
  words: Record<string, string>
  memberships: Membership[]
  duties: Duty[]
  permissions: string[]
  estates: Estate[]
}

export interface Me {
  person: { id: string, name: string, verified: boolean, adult: boolean }
  communities: Place[]
  applications: { id: string, community: { id: string, name: string }, state: string, state_name: string }[]
  sandbox: boolean
}

/** A demo person of the sandbox, as `GET /sandbox/people` lists them. */
export interface DemoPerson {
  code: string
  name: string
  community: string
  role: string
  note: string
}
