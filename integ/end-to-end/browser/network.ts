import type { CDPSession, Page } from 'playwright-core';
import type { Relay } from './relay';

/** The conditions under which a page reaches the backend, changed while it works. */
export class Network {
  static async of(page: Page, relay: Relay): Promise<Network> {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    return new Network(session, relay);
  }

  private constructor(private readonly session: CDPSession, private readonly relay: Relay) {}

  /** Lets through so many bytes a second upwards. */
  async slow(bytesPerSecond: number): Promise<void> {
    await this.emulate(false, bytesPerSecond);
  }

  /** Also breaks open connections, which Chromium's offline switch does not; the switch notifies the page. */
  async cut(): Promise<void> {
    this.relay.cut();
    await this.emulate(true, -1);
  }

  async restore(): Promise<void> {
    this.relay.restore();
    await this.emulate(false, -1);
  }

  private async emulate(offline: boolean, uploadThroughput: number): Promise<void> {
    await this.session.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput });
  }
}
