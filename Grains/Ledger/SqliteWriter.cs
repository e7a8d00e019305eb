using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Paretune.Grains.Ledger;

/// <summary>The prepared statements of the only writing connection. Used by one thread at a time.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int Constraint = 19;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _claim;
    private readonly SqliteCommand _position;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _created;
    private readonly SqliteCommand _ended;
    private readonly SqliteCommand _row;
    private readonly SqliteCommand _notify;

    public SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;
        _claim = Prepare(
            """
            INSERT INTO searches (id, generation) VALUES ($search, 1)
            ON CONFLICT (id) DO UPDATE SET generation = generation + 1 WHERE NOT deleted RETURNING generation
            """, "$search");
        _position = Prepare(
            """
            SELECT generation, (SELECT coalesce(max(sequence), 0) FROM entries WHERE search = $search)
            FROM searches WHERE id = $search AND NOT deleted
            """, "$search");
        _insert = Prepare(
            """
            INSERT INTO entries (search, sequence, type, trial, attempt, epoch, at, body, loss, accuracy, seconds, top_five, balanced,
                class_mean, result)
            VALUES ($search, $sequence, $type, $trial, $attempt, $epoch, $at, $body, $loss, $accuracy, $seconds, $near, $balanced,
                $class_mean, $result)
            """, "$search", "$sequence", "$type", "$trial", "$attempt", "$epoch", "$at", "$body", "$loss", "$accuracy", "$seconds",
            "$near", "$balanced", "$class_mean", "$result");
        _created = Prepare("UPDATE searches SET created = $at WHERE id = $search", "$search", "$at");
        _ended = Prepare("UPDATE searches SET ended = $ended WHERE id = $search", "$search", "$ended");
        _row = Prepare(
            $"UPDATE searches SET {SearchRow.Set} WHERE id = @search",
            "@search", "@state", "@owner", "@dataset", "@words", "@tags", "@summary", "@summary_sequence");
        _notify = Prepare(
            $"INSERT INTO notifications ({NewNotification.Columns}) VALUES ($search, $id, $target, $body, $at, $at)",
            "$search", "$id", "$target", "$body", "$at");
    }

    public void Run(string sql) => SqliteSchema.Run(_connection, sql);

    /// <exception cref="LedgerFencedException">As <see cref="ILedger.Claim"/>.</exception>
    public long Claim(SearchId search) => With(_claim, search.Value).ExecuteScalar() as long?
        ?? throw new LedgerFencedException($"search {search} was deleted, so nobody can own it");

    /// <exception cref="LedgerFencedException">As <see cref="ILedger.Append"/>.</exception>
    public void Append(SearchId search, long generation, IReadOnlyList<LedgerEntry> entries, SearchRow? row, NewNotification? notification)
    {
        var (owner, last) = Position(search);
        if (owner != generation)
            throw new LedgerFencedException(
                $"search {search} is owned by generation {owner}, so generation {generation} may not write to it");
        foreach (var entry in entries)
        {
            if (entry.Sequence != ++last)
                throw new LedgerFencedException($"the next entry of search {search} must have sequence {last}, but has {entry.Sequence}");
            Insert(search, entry);
        }

        if (entries.Count == 0)
            return;
        // Nulls mark the row as out of date.
        With(_row, [search.Value, .. (row?.Values ?? SearchRow.None).Select(column => column.Value)]).ExecuteNonQuery();
        if (LedgerSearch.HasEnded(entries) is { } hasEnded)
            With(_ended, search.Value, hasEnded).ExecuteNonQuery();
        if (notification is { } told)
            With(_notify, search.Value, told.Id, told.Target, told.Body, told.At).ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[_claim, _position, _insert, _created, _ended, _row, _notify])
            command.Dispose();
        _connection.Dispose();
    }

    private (long Generation, long Sequence) Position(SearchId search)
    {
        using var reader = With(_position, search.Value).ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : (0, 0);
    }

    private void Insert(SearchId search, LedgerEntry entry)
    {
        var (key, slim) = (EntryKey.From(entry), ReportColumns.From(entry));
        try
        {
            With(
                _insert, search.Value, entry.Sequence, entry.GetType().Name, key.Trial, key.Attempt, key.Epoch,
                entry.At.ToString("O", CultureInfo.InvariantCulture), JsonSerializer.Serialize(entry, ParetuneJson.Options),
                slim?.Loss, slim?.Accuracy, slim?.Seconds, slim?.TopFive, slim?.Balanced, slim?.ClassMean,
                Results.Format(entry)).ExecuteNonQuery();
        }
        catch (SqliteException duplicate) when (duplicate.SqliteErrorCode == Constraint)
        {
            throw new LedgerFencedException($"search {search} already has trial {key.Trial}, attempt {key.Attempt}, epoch {key.Epoch}");
        }

        if (entry.Sequence == 1)
            With(_created, search.Value, entry.At.UtcTicks).ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The callers are above: constants only.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    private static SqliteCommand With(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
