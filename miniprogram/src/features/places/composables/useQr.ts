/** The QR code of one estate: what hangs in the stairs now, what hung there before, exchange and revocation. */
import { computed, ref, shallowRef, watch } from 'vue'
import { useActs } from '@/composables/useActs'
import { drawing, openDrawing } from '@/composables/useFile'
import { useSteps } from '@/composables/useSteps'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { qrPath, readDrawing, readQr } from '../api'
import type { Qr } from '../types'
import { QR_ACTS } from '../words'

export function useQr() {
  const chosen = ref('')
  const picture = ref('')
  const poster = ref('')
  const estates = computed(() => (session.place?.estates ?? []).map(one => ({ key: one.id, name: one.name })))
  const estateId = computed(() => chosen.value || session.estate?.id || '')

  const drawn = shallowRef('')
  const page = useSubject<Qr>(async () => {
    const qr = await readQr(session.base, estateId.value)
    await draw(qr)
    return qr
  })
  const session = page.session
  const qr = page.subject

  /** The picture is fetched once per code. */
  async function draw(of: Qr): Promise<void> {
    const word = of.scene ?? ''
    if (drawn.value === word) return
    picture.value = word ? drawing(await readDrawing(session.base, estateId.value, 'code')) : ''
    poster.value = ''
    drawn.value = word
  }

  const steps = useSteps<Qr>({
    path: () => qrPath(session.base, estateId.value),
    changed: (one) => {
      qr.value = one
      void redrawing.run(one)
    },
    reload: page.refresh,
  })
  const redrawing = useTask(draw)
  const acts = useActs(() => QR_ACTS(!qr.value?.history.length), () => qr.value?.verbs ?? [],
    // The serial on this screen: two who exchange the code at once must not end each other's.
    (verb, fields) => steps.take(verb, { ...fields, serial: qr.value?.serial ?? null }))

  /** On a computer the poster opens beside, ready to print; on a phone it is shown to be kept. */
  const printing = useTask(async (apart: boolean) => {
    const svg = await readDrawing(session.base, estateId.value, 'poster')
    if (apart) openDrawing(svg)
    else poster.value = drawing(svg)
  })

  watch(chosen, () => {
    qr.value = undefined
    void page.open()
  })

  return {
    ...page, qr, estates, estateId, chosen, picture, poster, acts, printing,
    failed: computed(() => steps.failure.value || printing.failure || redrawing.failure), stepping: steps.busy,
  }
}
