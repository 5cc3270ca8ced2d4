/**
 * Fashion-MNIST: 60,000 training and 10,000 test images of clothing, 10 balanced classes.
 *
 * The identity of the data is the SHA-256 of the uncompressed IDX files, because the gzip files differ by origin:
 * Debian's carry no file name and another time stamp than the published ones. The payload is the same. The downloads
 * are pinned by the SHA-256 of the published gzip files, whose MD5 sums stand in the authors' README.
 */
import type { DataAccess } from '../data-access.ts';
import { debianOrigin } from './debian-origin.ts';
import { downloadOrigin, gzipFile } from './download-origin.ts';
import { pinnedFiles, readOfficialImages, type OfficialImages } from './mnist-family.ts';
import type { Source } from './source.ts';

/** The published gzip files. MD5, in this order: 8d4fb7e6…, 25c81989…, bef4ecab…, bb300cfd… */
const { files, downloads } = pinnedFiles({
  trainImages: {
    sha256: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
    packed: {
      bytes: 26_421_880,
      sha256: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
    },
  },
  trainLabels: {
    sha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
    packed: {
      bytes: 29_515,
      sha256: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
    },
  },
  testImages: {
    sha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
    packed: {
      bytes: 4_422_102,
      sha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
    },
  },
  testLabels: {
    sha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
    packed: {
      bytes: 5_148,
      sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
    },
  },
});

/** Registry entry of Fashion-MNIST. */
export const fashionMnistSource: Source = {
  id: 'fashion-mnist',
  title: 'Fashion-MNIST',
  licence: 'MIT, Zalando SE',
  citation:
    'H. Xiao, K. Rasul, R. Vollgraf (2017). Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms. arXiv:1708.07747.',
  examples: 70_000,
  time: 28,
  features: 28,
  classes: 10,
  splitRule: 'official 60,000 / 10,000; validation is taken from the 60,000, class-stratified by splitSeed',
  files,
  origins: [
    debianOrigin(
      'dataset-fashion-mnist',
      'usr/share/datasets/fashion-mnist',
      files.map((file) => file.name),
    ),
    downloadOrigin(
      [
        'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com',
        'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion',
      ],
      gzipFile,
      downloads,
    ),
  ],
  howToGet:
    'run `apt-get install dataset-fashion-mnist` (Debian) or `dsrnn data fetch fashion-mnist` (download)',
};

/** The official training and test images. Throws DatasetError if they cannot be had. */
export function readFashionMnist(access: DataAccess): Promise<OfficialImages> {
  return readOfficialImages(fashionMnistSource, access);
}
