// Measures of the picture, in px, and its sizes of type. Type of 11 px stays above 10 px in a column of 1,000 px.

export const type = { label: 12, service: 11, edge: 11, group: 12, title: 18, step: 10.5 } as const;
export const lineHeight = { label: 15, service: 13.5, edge: 13.5, group: 15, title: 24 } as const;

export const card = { width: 150, minHeight: 58, icon: 34, inset: 9, gap: 9 } as const;
export const frame = { side: 9, title: 25, foot: 10, icon: 18 } as const;
export const track = { width: 9, pad: 8, least: 20 } as const;
export const channel = { top: 9, headroom: 10, bottom: 15, step: 3, spacing: 8 } as const;
export const label = { width: 136, narrower: [92, 70], padX: 4, padY: 2, clearance: 4, step: 16 } as const;
export const margin = 14;
