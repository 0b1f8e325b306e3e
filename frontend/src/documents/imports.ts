/** The imports of websites that were begun at this page: each is shown until it is dismissed. */
import { Store } from "../ui/store";

export interface Import {
  readonly job: string;
  readonly url: string;
}

export class Imports extends Store<readonly Import[]> {
  constructor() {
    super([]);
  }

  follow(begun: Import): void {
    this.publish([...this.current, begun]);
  }

  forget(job: string): void {
    this.publish(this.current.filter((one) => one.job !== job));
  }

  clear(): void {
    this.publish([]);
  }
}

export const imports = new Imports();
