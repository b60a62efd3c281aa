/** What the committee sees of an application, and a person of who looked at his data. */
import type { Schema } from '@/api/types'

/** `duplicate`: the same identity number is already verified under another account. */
export type Review = Schema<'ReviewOut'>
export type Home = Schema<'ReviewHomeOut'>
export type HomeMember = Schema<'HomeMemberOut'>
export type RollHome = Schema<'HomeRollOut'>
export type Closing = Schema<'ClosingOut'>

/** What the committee asks to see in full, and sees. */
export type Unmasking = Schema<'UnmaskingIn'>
export type Unmasked = Schema<'UnmaskedOut'>
export type Field = keyof Unmasked
/** One look at the reader's own data. */
export type Seen = Schema<'SeenOut'>
