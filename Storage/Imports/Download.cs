using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Paretune.Storage.Imports;

/// <summary>
/// Downloads an archive to a folder. After a broken connection, the partial file is kept as <c>.part</c> and the download is resumed.
/// </summary>
internal sealed class Download(HttpClient http, RemoteArchive archive, string folder)
{
    // A connection without data for this long is considered dead.
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(60);

    // Broken connections in a row that are tolerated; each resumes where the previous one ended.
    private const int Connections = 5;

    private readonly string _part = Path.Combine(folder, $"{Path.GetFileName(archive.Address.LocalPath)}.part");

    /// <summary>The path of the complete, verified archive.</summary>
    public string Target { get; } = Path.Combine(folder, Path.GetFileName(archive.Address.LocalPath));

    /// <summary>Downloads the archive to <see cref="Target"/>, or adds an error.</summary>
    public async Task Run(ImportRun run)
    {
        Directory.CreateDirectory(folder);
        if (File.Exists(Target) || !await Receive(run))
            return;
        if (await Md5(run.Cancel) is var md5 && md5 == archive.Md5)
        {
            File.Move(_part, Target);
            return;
        }

        File.Delete(_part);
        run.Errors.Add(Path.GetFileName(Target), $"the archive's MD5 must be {archive.Md5}, but is {md5}; it was removed, fetch it again");
    }

    private async Task<bool> Receive(ImportRun run)
    {
        for (var connection = 1; ; connection++)
        {
            try
            {
                await ReceiveRest(run);
                return true;
            }
            catch (HttpRequestException e) when (e.StatusCode is not null)
            {
                run.Errors.Add(
                    archive.Address.ToString(),
                    $"the server must return the archive, but answers {(int)e.StatusCode}; try again later, or import a copy");
                return false;
            }
            catch (Exception e) when (IsBroken(e, run.Cancel))
            {
                if (connection < Connections)
                    continue;
                run.Errors.Add(
                    archive.Address.ToString(),
                    $"the download was interrupted {Connections} times, last at byte {PartLength:N0} ({e.Message}); fetch again to resume "
                    + "from there");
                return false;
            }
        }
    }

    private static bool IsBroken(Exception e, CancellationToken cancel) =>
        e is HttpRequestException or HttpIOException or EndOfStreamException or IOException { InnerException: SocketException }
        || (e is OperationCanceledException && !cancel.IsCancellationRequested);

    private async Task ReceiveRest(ImportRun run)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, archive.Address);
        if (PartLength > 0)
            request.Headers.Range = new RangeHeaderValue(PartLength, null);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, run.Cancel);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            return; // the file is already complete, or too long: the digest decides
        response.EnsureSuccessStatusCode();
        await Append(response, run);
    }

    private async Task Append(HttpResponseMessage response, ImportRun run)
    {
        await using var file = new FileStream(_part, FileMode.OpenOrCreate, FileAccess.Write);
        // A server without range support sends the file from its start, so the partial file is truncated.
        file.SetLength(response.Content.Headers.ContentRange?.From ?? 0);
        file.Seek(0, SeekOrigin.End);
        var total = file.Length + (response.Content.Headers.ContentLength ?? 0);
        await using var content = await response.Content.ReadAsStreamAsync(run.Cancel);
        await Copy(content, file, total, run);
        if (response.Content.Headers.ContentLength is not null && file.Length < total)
            throw new EndOfStreamException("the connection was closed");
    }

    private async Task Copy(Stream content, FileStream file, long total, ImportRun run)
    {
        var buffer = new byte[1 << 17];
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(run.Cancel);
        while (true)
        {
            stall.CancelAfter(Stall);
            var count = await content.ReadAsync(buffer, stall.Token);
            if (count == 0)
                return;
            await file.WriteAsync(buffer.AsMemory(0, count), run.Cancel);
            run.Step($"downloading {Path.GetFileName(Target)}", file.Length, total);
        }
    }

    private long PartLength => new FileInfo(_part) is { Exists: true } file ? file.Length : 0;

    [SuppressMessage("Security", "CA5351", Justification = "The publishers give MD5 only.")]
    private async Task<string> Md5(CancellationToken cancel)
    {
        await using var stream = File.OpenRead(_part);
        return Convert.ToHexStringLower(await MD5.HashDataAsync(stream, cancel));
    }
}
