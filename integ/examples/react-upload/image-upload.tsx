import { placeholderUrl } from 'image-management-client';
import type { ImageManagementClient, PictureSources, ReadyImage } from 'image-management-client';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useUploads } from './use-uploads.js';
import type { Upload } from './use-uploads.js';

/** A field for photographs, the progress of each, and the pictures that came of them. */
export function ImageUpload({ client }: { readonly client: ImageManagementClient }): ReactElement {
  const { uploads, add } = useUploads(client);
  return (
    <section>
      <label>
        Photographs
        <input type="file" accept="image/*" multiple onChange={({ target }) => add(target.files ?? [])} />
      </label>
      <ul aria-live="polite">
        {uploads.map((upload, index) => <li key={index}><Course client={client} upload={upload} /></li>)}
      </ul>
    </section>
  );
}

function Course(
  { client, upload: { file, stage, percent, image, problem } }: { readonly client: ImageManagementClient; readonly upload: Upload },
): ReactElement {
  if (image) return <Picture client={client} image={image} alt={file.name} />;
  if (stage === 'refused') return <p role="alert">{file.name}: {problem}</p>;
  return <label>{file.name}<progress max={100} value={stage === 'processing' ? undefined : percent} /></label>;
}

function Picture(
  { client, image, alt }: { readonly client: ImageManagementClient; readonly image: ReadyImage; readonly alt: string },
): ReactElement {
  const [picture, setPicture] = useState<PictureSources>();
  useEffect(() => {
    const controller = new AbortController();
    client.images.pictureSources(image, { signal: controller.signal }).then(setPicture, () => setPicture(undefined));
    return () => controller.abort();
  }, [client, image]);
  // Blurred, before any byte of the picture has come.
  const preview = placeholderUrl(image.placeholder);
  const { srcset, ...img } = picture?.img ?? { srcset: undefined, width: image.width, height: image.height };
  return (
    <picture>
      {picture?.sources.map(({ type, srcset: srcSet, sizes }) => <source key={type} type={type} srcSet={srcSet} sizes={sizes} />)}
      <img {...img} srcSet={srcset} alt={alt} style={preview ? { background: `url(${preview}) center / cover` } : {}} />
    </picture>
  );
}
