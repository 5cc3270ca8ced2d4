/** Where data may be read from and kept. Made by the caller; nothing here reads the environment. */

/** Access to the cache and to what is installed on the machine. */
export interface DataAccess {
  /** Absolute path of the cache folder. Created at the first write. */
  readonly cacheDir: string;
  /** Whether a load may use the network. Default false: a missing file is then an error that names the command. */
  readonly allowDownload?: boolean;
  /** Folder under which Debian packages are unpacked. Default `/`; `dpkg -x package.deb DIR` makes another. */
  readonly debianRoot?: string;
}
