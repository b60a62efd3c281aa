/** Paths of the QR codes (inside a community) and of the district's register. */
import { download, request, upload } from '@/api/http'
import type { Qr, RegisterResult } from './types'

export const qrPath = (base: string, estateId: string) => `${base}/estates/${estateId}/qr`

export const readQr = (base: string, estateId: string) => request<Qr>('GET', qrPath(base, estateId))

export const readDrawing = (base: string, estateId: string, name: 'code' | 'poster') =>
  request<string>('GET', `${qrPath(base, estateId)}/${name}.svg`)

export const sendRegister = (path: string, dryRun: boolean) =>
  upload<RegisterResult>(`/register/imports${dryRun ? '?dry_run=true' : ''}`, path)

/** The empty workbook, its sheets and columns named. */
export const readTemplate = () => download('/register/template.xlsx')
