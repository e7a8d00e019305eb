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
    ExitDeadline.Watch(silo.Lifetime, TimeProvider.System);
    await silo.RunAsync();
    return Environment.ExitCode;
}
catch (Exception e) when (StartupErrors.Describe(e) is { } error)
{
    Console.Error.WriteLine(error);
    return StartupErrors.ExitCode;
}
