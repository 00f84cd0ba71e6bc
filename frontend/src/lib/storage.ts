/** A small keyed shelf in the browser. */
export interface Shelf {
  list<T>(prefix: string): Promise<T[]>;
  put<T>(key: string, value: T): Promise<void>;
  remove(key: string): Promise<void>;
}

const STORE = "shelf";

/** Kept in IndexedDB: survives reloads and crashes. */
export function indexedDBShelf(name: string, factory: IDBFactory): Shelf {
  let opened: Promise<IDBDatabase> | null = null;

  function open(): Promise<IDBDatabase> {
    opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = factory.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  }

  async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const database = await open();
    return new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      // At once, not after the answer: a tab that is closed in between would take the write with it.
      transaction.commit();
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  return {
    list: <T>(prefix: string) =>
      run<T[]>("readonly", (store) => store.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`))),
    put: async (key, value) => {
      await run("readwrite", (store) => store.put(value, key));
    },
    remove: async (key) => {
      await run("readwrite", (store) => store.delete(key));
    },
  };
}

/** What this browser allows. Some throw at the mere mention of a store that their owner has blocked. */
export function browserShelf(name: string): Shelf {
  try {
    return globalThis.indexedDB ? indexedDBShelf(name, globalThis.indexedDB) : NO_SHELF;
  } catch {
    return NO_SHELF;
  }
}

/** Says of everything that it was not kept. */
const NO_SHELF: Shelf = {
  list: async () => [],
  put: () => Promise.reject(new Error("this browser keeps nothing")),
  remove: async () => {},
};

/** For tests. */
export function memoryShelf(): Shelf {
  const values = new Map<string, unknown>();
  return {
    list: async <T>(prefix: string) =>
      [...values.keys()]
        .filter((key) => key.startsWith(prefix))
        .sort()
        .map((key) => structuredClone(values.get(key)) as T),
    put: async (key, value) => {
      values.set(key, structuredClone(value));
    },
    remove: async (key) => {
      values.delete(key);
    },
  };
}
