/** An estate's QR code and the district's register, as the server tells of them. */
import type { Schema } from '@/api/types'

export type Qr = Schema<'QrOut'>
export type RegisterError = Schema<'RegisterErrorOut'>
export type RegisterResult = Schema<'RegisterOut'>
