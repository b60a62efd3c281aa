/** An estate's QR code and the district's register, as the server tells of them. */
export interface QrPast { serial: string, state: string, issued_at: string, ended_at: string | null }

export interface Qr {
  scene: string | null
  serial: string | null
  state: string
  issued_at: string | null
  url: string | null
  history: QrPast[]
  verbs: string[]
}

export interface RegisterError { sheet: string, line: number, column: string, message: string }

export interface RegisterResult { applied: boolean, counts: Record<string, number>, errors: RegisterError[] }
