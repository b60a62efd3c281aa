/** What the committee sees of an application. */
import type { Schema } from '@/api/types'

/** `duplicate`: the same identity number is already verified under another account. */
export type Review = Schema<'ReviewOut'>
export type Home = Schema<'ReviewHomeOut'>
export type HomeMember = Schema<'HomeMemberOut'>
export type RollHome = Schema<'HomeRollOut'>
export type Closing = Schema<'ClosingOut'>
