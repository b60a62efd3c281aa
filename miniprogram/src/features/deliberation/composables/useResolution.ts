/** A resolution to read, print and verify: what a sheet says beside what the server wrote. */
import { computed } from 'vue'
import { canPrint, printPage, saveFile } from '@/composables/useFile'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { sayDate } from '@/composables/useTime'
import { apiBase, onWeChat } from '@/session/platform'
import { useSession } from '@/session'
import { type Resolution, readPublication, readResolution } from '../papers'

const CHANNELS: Record<string, string> = { phone: '手机', paper: '纸质', proxy: '委托' }
const HASHES: [keyof Resolution['hashes'], string][] = [
  ['terms_hash', '表决条款指纹'], ['roll_root', '名册指纹'], ['box_root', '票箱指纹'],
]

/** 「手机 120 张，纸质 6 张，委托 2 张」; nothing where the channels are not told. */
export const sayChannels = (channels: Resolution['channels']): string =>
  Object.entries(channels ?? {}).map(([name, count]) => `${CHANNELS[name] ?? name} ${count} 张`).join('，')

/** Where anybody finds what verifies it: a browser knows its server by itself. */
export const addressOf = (path: string): string =>
  onWeChat ? `${apiBase.replace('/api/v1', '')}${path}` : `${globalThis.location?.origin ?? ''}${path}`

export const factsOf = (paper: Resolution) => ({
  parties: paper.parties.map(one => ({ name: one.label, value: one.text })),
  rule: [
    { name: '规则', value: [paper.rule.cite ?? '', paper.rule.version ? `（${paper.rule.version}）` : ''].join('') },
    { name: '要求', value: paper.rule.asks },
  ],
  dates: paper.dates.map(one => ({ name: one.label, value: [sayDate(one.at), one.note].filter(Boolean).join('，') })),
  checked: [
    { name: '选票来源', value: sayChannels(paper.channels) },
    { name: '核对人', value: paper.confirmed_by ?? '' },
    { name: '核对意见', value: paper.note ?? '' },
  ],
  hashes: HASHES.map(([key, name]) => ({ name, value: paper.hashes[key] })),
})

export function useResolution(id: () => string) {
  const session = useSession()
  const read = useSubject(() => readResolution(session.base, id()))
  const paper = read.subject
  const facts = computed(() => paper.value && factsOf(paper.value))
  const address = computed(() => paper.value ? addressOf(paper.value.publication) : '')

  /** A browser saves the file that scripts/verify_poll reads; a phone copies where it is. */
  const saving = useTask(async () => {
    if (onWeChat) return void uni.setClipboardData({ data: address.value })
    const text = JSON.stringify(await readPublication(session.base, id()))
    saveFile(`poll-${id()}.json`, new TextEncoder().encode(text).buffer as ArrayBuffer)
  })
  return { ...read, paper, facts, address, saving, canPrint, print: printPage }
}
