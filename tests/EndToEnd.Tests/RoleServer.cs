using System.Net;
using System.Text;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>Stands in for AWS STS: exchanges the token of a service account for the keys of <see cref="BucketServer"/>.</summary>
internal sealed class RoleServer : IDisposable
{
    private const string Answer = $"""
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult>
            <Credentials>
              <AccessKeyId>{BucketServer.Key}</AccessKeyId>
              <SecretAccessKey>{BucketServer.Key}</SecretAccessKey>
              <SessionToken>of-a-session</SessionToken>
              <Expiration>2100-01-01T00:00:00Z</Expiration>
            </Credentials>
          </AssumeRoleWithWebIdentityResult>
        </AssumeRoleWithWebIdentityResponse>
        """;

    private readonly HttpListener _listener = new();
    private readonly TaskCompletionSource<string> _asked = new();

    public RoleServer()
    {
        Address = $"http://127.0.0.1:{TestPort.Find()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Serve();
    }

    public string Address { get; }

    /// <summary>The first request: a form with the token and the role.</summary>
    public Task<string> Asked => _asked.Task;

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var form = new StreamReader(context.Request.InputStream);
                _asked.TrySetResult(await form.ReadToEndAsync() + context.Request.Url!.Query);
                context.Response.ContentType = "text/xml";
                context.Response.Close(Encoding.UTF8.GetBytes(Answer), willBlock: false);
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }
}
