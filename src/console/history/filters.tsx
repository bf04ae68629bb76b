import { useSignal } from '@preact/signals';
import type { Named } from '../../client/agent/history-port.ts';
import type { FilterName } from '../core/routes.ts';
import { messages } from '../messages/messages.ts';
import type { HistoryModel } from './history-model.ts';

type FiltersProps = { history: HistoryModel };

/** Input goes into the address at once, and is searched for after a pause. */
export function Filters({ history }: FiltersProps) {
  const filter = history.filter.value;
  const isNarrowed = Object.keys(filter).length > 0;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void history.search();
  };
  return (
    <search>
      <form class="filters" onSubmit={submit}>
        <FilterInput history={history} name="text" type="search" />
        <FilterInput history={history} name="name" type="search" />
        <FilterInput history={history} name="email" type="search" />
        <MoreFilters history={history} />
        <div class="filters-end">
          <button type="submit" class="button primary">
            {messages.value.historySearch}
          </button>
          {isNarrowed && (
            <button type="button" class="button quiet" onClick={history.clearFilter}>
              {messages.value.historyWiden}
            </button>
          )}
        </div>
      </form>
    </search>
  );
}

/** Closed until opened; always open while one of its filters is set. */
function MoreFilters({ history }: FiltersProps) {
  const filter = history.filter.value;
  const { queues, people, deployments } = history.choices.value;
  const isUsed = Boolean(filter.queueId || filter.userId || filter.deploymentId || filter.from || filter.to);
  const isOpen = useSignal(isUsed);
  return (
    <details open={isOpen.value || isUsed} onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
      <summary>{messages.value.historyFurther}</summary>
      <div class="filters-further">
        <FilterSelect history={history} name="queueId" options={queues} />
        <FilterSelect history={history} name="userId" options={people} />
        {(deployments.length > 1 || filter.deploymentId !== undefined) && (
          <FilterSelect history={history} name="deploymentId" options={deployments} />
        )}
        <FilterInput history={history} name="from" type="date" />
        <FilterInput history={history} name="to" type="date" />
      </div>
    </details>
  );
}

type FieldProps = FiltersProps & { name: FilterName };

function FilterInput({ history, name, type }: FieldProps & { type: 'search' | 'date' }) {
  return (
    <label class="field" data-filter={name}>
      <span>{messages.value.historyFields[name]}</span>
      <input
        {...(type === 'date' ? { type } : { type, dir: 'auto', maxLength: 200 })}
        autocomplete="off"
        value={history.filter.value[name] ?? ''}
        onInput={({ currentTarget }) => history.applyFilter({ [name]: currentTarget.value })}
      />
    </label>
  );
}

function FilterSelect({ history, name, options }: FieldProps & { options: readonly Named[] }) {
  const value = history.filter.value[name] ?? '';
  const isKnown = value === '' || options.some(({ id }) => id === value);
  return (
    <label class="field" data-filter={name}>
      <span>{messages.value.historyFields[name]}</span>
      <select value={value} onChange={({ currentTarget }) => history.applyFilter({ [name]: currentTarget.value })}>
        <option value="">{messages.value.historyAny}</option>
        {/* From a bookmark: removed since, or not visible to this agent. */}
        {!isKnown && <option value={value}>{value}</option>}
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
