// @ts-check
export async function withoutContainers() {}
