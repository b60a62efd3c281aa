/** Paths of the QR codes and the rules of procedure (inside a community) and of the district's register. */
import { download, type Page, request, upload } from '@/api/http'
import type { GateUnit, Qr, RegisterResult, Setting, SettingChange, SettingDraft } from './types'

export const qrPath = (base: string, estateId: string) => `${base}/estates/${estateId}/qr`

export const readQr = (base: string, estateId: string) => request<Qr>('GET', qrPath(base, estateId))

export const readDrawing = (base: string, estateId: string, name: 'code' | 'poster') =>
  request<string>('GET', `${qrPath(base, estateId)}/${name}.svg`)

export const sendRegister = (path: string, dryRun: boolean) =>
  upload<RegisterResult>(`/register/imports${dryRun ? '?dry_run=true' : ''}`, path)

/** The empty workbook, its sheets and columns named. */
export const readTemplate = () => download('/register/template.xlsx')

export const readSettings = async (base: string) => (await request<{ items: Setting[] }>('GET', `${base}/settings`)).items

export const readChanges = (base: string, key: string, after?: string) =>
  request<Page<SettingChange>>('GET', `${base}/settings/${key}/history`, { query: { after } })

export const readGateUnits = async (base: string) => (await request<{ items: GateUnit[] }>('GET', `${base}/estates/gates`)).items

export const gatesPath = (base: string, estateId: string) => `${base}/estates/${estateId}/gates`

/** A number of a law goes by a way of its own, with the article it stands in. */
export const putSetting = (base: string, of: Setting, draft: SettingDraft) =>
  request<Setting>('PUT', `${base}/settings/${of.key}${of.law ? '/law' : ''}`, { body: draft })
