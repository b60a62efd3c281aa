/** The fund's book: what is left, every entry, and for who keeps it a new one or one taken back. */
import { computed, reactive, ref, shallowRef } from 'vue'
import { useMemberList } from '@/composables/useMemberList'
import { usePhotos } from '@/composables/usePhotos'
import { useTask } from '@/composables/useTask'
import { readFund, recordEntry, reverseEntry } from '../api'
import type { Fund, FundDraft, FundEntry } from '../types'
import { centsOf } from '../words'

const EMPTY = { kind: 'expense' as FundDraft['kind'], amount: '', memo: '', party: '' }

export function useFund() {
  const sums = shallowRef<Fund>()
  const page = useMemberList<FundEntry>(async (base, cursor) => {
    const book = await readFund(base, cursor)
    sums.value = book
    return { items: book.items, next: book.next }
  }, () => 'fund')
  const { session, list } = page
  const mayKeep = computed(() => sums.value?.mine.may_keep ?? false)

  const writing = ref(false)
  const form = reactive({ ...EMPTY })
  const photos = usePhotos(() => `${session.base}/uploads`)
  const cents = computed(() => centsOf(form.amount))
  const ready = computed(() => !!cents.value && form.memo.trim().length >= 4 && form.party.trim().length >= 2
    && !photos.pending && (form.kind === 'income' || photos.ids.length > 0))

  function begin(): void {
    Object.assign(form, EMPTY)
    photos.photos = []
    recording.failure = ''
    writing.value = true
  }

  const recording = useTask(async () => {
    const said = { kind: form.kind, memo: form.memo.trim(), party: form.party.trim(), project_id: null }
    await recordEntry(session.base, { ...said, amount_cents: cents.value!, upload_ids: photos.ids })
    writing.value = false
    await list.restart()
  })

  const wrong = ref<FundEntry>()
  const reversing = useTask(async (memo: string) => {
    await reverseEntry(session.base, wrong.value!.id, memo)
    wrong.value = undefined
    await list.restart()
  })

  return { ...page, sums, mayKeep, writing, form, photos, ready, begin, recording, wrong, reversing }
}
