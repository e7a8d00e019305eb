using Paretune;
using Paretune.Silo.Start;
using Paretune.Silo.Workers;

try
{
    if (StartupArguments.Answer(args) is { } text)
    {
        Console.WriteLine(text);
        return 0;
    }

    ProxyPastLoopback.Install();
    if (args is [Migration.Verb, .. var settings])
    {
        await Migration.Run(settings);
        return 0;
    }

    if (args is [RateTestRun.Verb, var request, .. var others])
    {
        RateTestRun.Run(request, others, CancellationToken.None);
        return 0;
    }

    await using var silo = await SiloHost.Build(args);
    var lifetime = silo.Lifetime;
    ExitDeadline.Watch(lifetime, TimeProvider.System);
    try
    {
        await silo.RunAsync();
    }
    catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
    {
        // Was asked to stop before it had started, for example while it waited for the cluster.
    }

    return Environment.ExitCode;
}
catch (Exception e) when (StartupErrors.Describe(e) is { } error)
{
    Console.Error.WriteLine(error);
    return StartupErrors.ExitCode;
}
