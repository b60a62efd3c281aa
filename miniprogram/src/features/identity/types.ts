/** What the committee sees of an application. */
import type { Application } from '@/features/enrolment/types'

export interface Home { id: string, label: string, area: string }

export interface RollHome extends Home { estate_id: string, building: string, room: string }

export interface Review extends Application {
  /** What the roll says of this name in this home. */
  roll: 'unknown' | 'matched' | 'different'
  roll_name: string
  assurance_name: string
  /** The same identity number is already verified under another account. */
  duplicate: boolean
  home: Home | null
  home_members: { name: string, relation_name: string }[]
}
