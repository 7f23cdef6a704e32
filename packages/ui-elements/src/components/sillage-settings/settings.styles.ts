import { css } from 'lit'

export const settingsStyles = css`
  @media (min-width: 721px) {
    dialog.small {
      inline-size: 560px;
    }
  }
  .flat {
    border-radius: 0;
  }
  .panel > .head {
    padding: 14px 18px;
  }
  .panel > .head .pill {
    margin-block-start: 6px;
    border-radius: 12px;
    white-space: normal;
  }
  .panel > .head > .grow {
    flex: 1 1 220px;
  }
  .entries > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 10px 10px 10px 18px;
  }
  .entries > li + li {
    border-block-start: 1px solid var(--_line);
  }
  .entries .grow {
    flex: 1 1 200px;
    overflow-wrap: anywhere;
  }
  .entries .acts {
    display: flex;
    margin-inline-start: auto;
  }
  .none {
    padding: 18px;
  }
  .pictures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr));
    gap: 16px;
    padding: 18px;
  }
  .pictures figure {
    display: grid;
    gap: 6px;
    margin: 0;
  }
  sillage-picture {
    aspect-ratio: 2;
    border: 1px solid var(--_line);
    border-radius: 8px;
  }
  .warnings {
    display: grid;
    gap: 6px;
    padding: 0 18px 18px;
    font-size: 13px;
    color: var(--_warn);
  }
`
