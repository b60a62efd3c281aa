/** An estate's QR code, the district's register and the rules of procedure, as the server tells of them. */
import type { Schema } from '@/api/types'

export type Qr = Schema<'QrOut'>
export type RegisterError = Schema<'RegisterErrorOut'>
export type RegisterResult = Schema<'RegisterOut'>
export type Setting = Schema<'SettingOut'>
export type SettingChange = Schema<'SettingChangeOut'>
export type GateUnit = Schema<'GateUnitOut'>
export interface SettingDraft { value: unknown, reason: string, cite?: string }
export interface Share { num: number, den: number, over: boolean }
