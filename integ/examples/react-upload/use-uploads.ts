import type { ImageManagementClient, ReadyImage, RejectionReason } from 'image-management-client';
import { isAbortError, isImageManagementError, isImageRejectedError } from 'image-management-client';
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Upload {
  readonly file: File;
  /** Of the bytes: 0 to 100. */
  readonly percent: number;
  readonly stage: 'uploading' | 'processing' | 'ready' | 'refused';
  /** Where it is ready. */
  readonly image?: ReadyImage;
  /** Message for the user if the file was rejected. */
  readonly problem?: string;
}

export interface Uploads {
  readonly uploads: readonly Upload[];
  readonly add: (files: Iterable<File>) => void;
}

/** Brings files to the backend and waits for their pictures. What is under way ends with the component. */
export function useUploads(client: ImageManagementClient): Uploads {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const controller = useRef<AbortController>(undefined);
  useEffect(() => {
    const own = new AbortController();
    controller.current = own;
    return () => own.abort();
  }, [client]);

  const add = useCallback((files: Iterable<File>) => {
    const change = (file: File, changes: Partial<Upload>) =>
      setUploads((all) => all.map((upload) => (upload.file === file ? { ...upload, ...changes } : upload)));
    const { signal } = controller.current!;
    const chosen = [...files];
    setUploads((all) => [...all, ...chosen.map((file) => ({ file, percent: 0, stage: 'uploading' as const }))]);
    void client.images.uploadMany(chosen, {
      signal,
      onProgress: ({ index, percent }) => change(chosen[index], { percent }),
      onResult: async (result, index) => {
        const file = chosen[index];
        try {
          if (result.status === 'rejected') throw result.reason;
          change(file, { stage: 'processing' });
          change(file, { stage: 'ready', image: await result.value.ready({ signal }) });
        } catch (error) {
          if (!isAbortError(error)) change(file, { stage: 'refused', problem: wordsFor(error) });
        }
      },
    });
  }, [client]);
  return { uploads, add };
}

/** For a user, who can do something about these. A backend of tomorrow may have more. */
const REASONS: Partial<Record<RejectionReason, string>> = {
  'unsupported-type': 'This is no picture of a known kind. Choose a JPEG, PNG, WebP, GIF, AVIF or TIFF.',
  'type-mismatch': 'This file is of another kind than its name says.',
  'corrupt-image': 'This picture is damaged or incomplete.',
  'too-many-pixels': 'This picture has too many pixels. Make it smaller, and try again.',
  'too-many-frames': 'This animation is too long.',
  'file-too-large': 'This file is too large.',
  'empty-file': 'This file is empty.',
  'content-refused': 'This picture shows what is not allowed here.',
};

function wordsFor(error: unknown): string {
  if (isImageRejectedError(error)) return REASONS[error.reason] ?? `This picture cannot be used (${error.reason}).`;
  return isImageManagementError(error) ? error.message : 'Something went wrong. Try again.';
}
